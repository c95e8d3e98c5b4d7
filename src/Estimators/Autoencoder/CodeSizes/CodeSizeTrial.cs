namespace DeepML;

/// <summary>An autoencoder of one code size, measured.</summary>
/// <param name="CodeSize">Numbers of the code.</param>
/// <param name="Error">Mean squared error of the reconstruction of rows held out.</param>
public sealed record CodeSizeTrial(int CodeSize, double Error);
