package dev.flyball.controller.web;

import dev.flyball.core.decide.Language;
import java.time.ZoneId;

/**
 * How sentences are written for somebody.
 *
 * @param language their language
 * @param zone the zone of times of day
 */
record View(Language language, ZoneId zone) {}
