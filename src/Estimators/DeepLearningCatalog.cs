namespace Microsoft.ML;

/// <summary>DeepML's architectures, as extensions of <see cref="MLContext"/>'s catalogs; one file per architecture.</summary>
public static partial class DeepLearningCatalog;
