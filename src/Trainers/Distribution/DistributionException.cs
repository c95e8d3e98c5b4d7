namespace DeepML;

/// <summary>
/// Processes that train or score together cannot go on: one is gone or has failed, or they do not have the same rows, options or weights.
/// The message names the process.
/// </summary>
/// <param name="message">What has happened, in which process, and what to do.</param>
/// <param name="cause">What was thrown underneath; null for nothing.</param>
public sealed class DistributionException(string message, Exception? cause = null) : InvalidOperationException(message, cause);
