namespace DeepML.CommandLine;

/// <summary>Something that the user gave cannot be used; the message says what, where and what to do.</summary>
/// <param name="message">For the user, in whole sentences.</param>
/// <param name="inner">What was behind it.</param>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);
