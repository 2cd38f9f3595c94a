package dev.flyball.deploy;

/** Values that people install with; what holds for the chart holds for all of them. */
enum ValueSet {
  DEFAULTS("{}"),
  PLAIN_MANIFEST("createNamespace: true"),
  MIXED_CLUSTER(
      """
      nodeSelector: {kubernetes.io/arch: null}
      tolerations:
      - {key: kubernetes.io/arch, operator: Equal, value: arm64, effect: NoSchedule}
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions:
              - {key: kubernetes.io/arch, operator: In, values: [arm64, amd64]}
      settings: {architectures: [arm64, amd64]}
      """),
  SHARDED(
      """
      replicas: 4
      sharding: {shards: 16}
      """),
  EVERYTHING(
      """
      nameOverride: governor
      createNamespace: true
      replicas: 2
      image: {repository: registry.example.org/flyball, tag: "1.2.3"}
      imagePullSecrets: [{name: registry}]
      priorityClass: {create: true, name: flyball-critical}
      javaOptions: [-Xmx96m]
      metricsApi: {tlsSecret: governor-tls}
      extraEnv: [{name: TZ, value: Asia/Seoul}]
      extraVolumes:
      - {name: prometheus, secret: {secretName: prometheus-token}}
      extraVolumeMounts:
      - {name: prometheus, mountPath: /prometheus, readOnly: true}
      podLabels: {team: platform}
      podAnnotations: {example.org/note: "yes"}
      service: {annotations: {example.org/note: "yes"}}
      topologySpread: {whenUnsatisfiable: DoNotSchedule}
      networkPolicy:
        metricsFrom:
        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}
        extraEgress:
        - to: [{ipBlock: {cidr: 203.0.113.0/24}}]
      rbac:
        extraScaleTargets:
        - {apiGroups: [argoproj.io], resources: [rollouts/scale]}
      monitoring:
        serviceMonitor: {enabled: true, labels: {release: prometheus}}
        prometheusRule: {enabled: true, labels: {release: prometheus}}
        dashboard: {enabled: true, annotations: {grafana_folder: Kubernetes}}
      settings:
        prometheus: {url: "http://prometheus.monitoring.svc:9090", bearerTokenFile: /prometheus/token}
        series:
        - name: http_requests_per_second
          scrape: {counter: http_requests_total, labels: {code: "200"}}
        - name: queue_depth
          prometheus: {query: 'sum by (namespace, pod) (queue_depth{<<.LabelMatchers>>})'}
        rules:
        - seriesQuery: 'http_requests_total{namespace!="",pod!=""}'
          resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
          name: {matches: "^(.*)_total", as: "${1}_per_second"}
          metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'
        forwardExternalMetrics: {url: "https://keda-operator-metrics-apiserver.keda.svc"}
      """),
  WEBHOOK_ALONE("metricsApi: {enabled: false}"),
  LEAST(
      """
      nodeSelector: {kubernetes.io/arch: null}
      podDisruptionBudget: {enabled: false}
      topologySpread: {enabled: false}
      networkPolicy: {enabled: false}
      metricsApi: {enabled: false}
      webhook: {enabled: false}
      rbac: {externalMetrics: [], customMetrics: [], confineWrites: false, userRoles: false}
      createSettings: false
      monitoring: {podMonitor: {enabled: true}}
      """);

  final String values;

  ValueSet(String values) {
    this.values = values;
  }
}
