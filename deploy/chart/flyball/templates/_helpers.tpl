{{- define "flyball.name" -}}
{{- .Values.nameOverride | default "flyball" | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "flyball.selectorLabels" -}}
app.kubernetes.io/name: flyball
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "flyball.labels" -}}
{{ include "flyball.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end -}}

{{- define "flyball.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The settings without what is empty: an empty prometheus or forwardExternalMetrics would ask for its url. */}}
{{- define "flyball.settings" -}}
{{- $settings := dict -}}
{{- range $key, $value := .Values.settings -}}
{{- if not (and (kindIs "map" $value) (empty $value)) -}}
{{- $_ := set $settings $key $value -}}
{{- end -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}

{{/* The APIServices that are switched on, as JSON: a list of {group, version, switch}. */}}
{{- define "flyball.apiServices" -}}
{{- $list := list -}}
{{- if .Values.metricsApi.enabled -}}
{{- if .Values.apiServices.external.enabled -}}
{{- $list = append $list (dict "group" "external.metrics.k8s.io" "version" "v1beta1" "switch" "apiServices.external.enabled") -}}
{{- end -}}
{{- if .Values.apiServices.custom.enabled -}}
{{- $list = append $list (dict "group" "custom.metrics.k8s.io" "version" "v1beta1" "switch" "apiServices.custom.enabled") -}}
{{- $list = append $list (dict "group" "custom.metrics.k8s.io" "version" "v1beta2" "switch" "apiServices.custom.enabled") -}}
{{- end -}}
{{- if .Values.apiServices.scalers.enabled -}}
{{- $list = append $list (dict "group" "flyball.dev" "version" "v1alpha1" "switch" "apiServices.scalers.enabled") -}}
{{- end -}}
{{- end -}}
{{- toJson $list -}}
{{- end -}}

{{/* Not empty where anything is served over HTTPS: the metrics APIs or the webhook. */}}
{{- define "flyball.https" -}}
{{- if or (include "flyball.groups" .) .Values.webhook.enabled -}}true{{- end -}}
{{- end -}}

{{/* The groups that are served, with commas; empty where the metrics APIs are off. */}}
{{- define "flyball.groups" -}}
{{- $groups := list -}}
{{- if .Values.metricsApi.enabled -}}
{{- if .Values.apiServices.external.enabled -}}{{- $groups = append $groups "external" -}}{{- end -}}
{{- if .Values.apiServices.custom.enabled -}}{{- $groups = append $groups "custom" -}}{{- end -}}
{{- if .Values.apiServices.scalers.enabled -}}{{- $groups = append $groups "scalers" -}}{{- end -}}
{{- end -}}
{{- join "," $groups -}}
{{- end -}}
