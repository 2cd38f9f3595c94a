/**
 * The API group {@code flyball.dev}: policies and what becomes of them as read-only objects of kind
 * {@code Scaler}, so that {@code kubectl get scalers -w} is what {@code kubectl get hpa -w} was.
 */
@NullMarked
package dev.flyball.controller.scalers;

import org.jspecify.annotations.NullMarked;
