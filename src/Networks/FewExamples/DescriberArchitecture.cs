namespace DeepML.Networks;

/// <summary>The sizes of what turns descriptions of classes into vectors.</summary>
/// <param name="DescriptionSize">Numbers of a description.</param>
/// <param name="HiddenSizes">Widths of the hidden layers; none for a linear map.</param>
internal sealed record DescriberArchitecture(int DescriptionSize, int[] HiddenSizes);
