namespace DeepML.Networks;

/// <summary>What rebuilds a <see cref="PrototypeNetwork"/>.</summary>
/// <param name="Embedding">What turns rows into vectors.</param>
/// <param name="ClassCount">Number of classes.</param>
/// <param name="Describer">What turns descriptions of classes into vectors; null where classes are known by rows alone.</param>
internal sealed record PrototypeArchitecture(EmbeddingArchitecture Embedding, int ClassCount, DescriberArchitecture? Describer);
