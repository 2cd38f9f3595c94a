package dev.flyball.metrics.api;

import java.util.function.UnaryOperator;

/**
 * What somebody who may do so asks of a group of objects.
 *
 * @param attributes verb, namespace, resource and name
 * @param form in which form objects are wanted
 * @param query the value of a parameter of the URL by its name; empty where it was not given
 */
public record ObjectRequest(
    RequestAttributes attributes, ObjectForm form, UnaryOperator<String> query) {}
