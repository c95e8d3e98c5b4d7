namespace DeepML;

/// <summary>What is known of a class without one row of it.</summary>
/// <param name="ClassName">Its name: the text of a label, or a value behind its keys.</param>
/// <param name="Numbers">What describes it, such as which attributes it has; as many numbers for each class.</param>
public sealed record ClassDescription(string ClassName, IReadOnlyList<float> Numbers);
