namespace Microsoft.ML;

/// <summary>DeepML's architectures, as extensions of <see cref="MLContext"/>'s catalogs; one file per architecture.</summary>
public static partial class DeepLearningCatalog
{
    /// <summary>Makes the generated loader a reference of this assembly, so that it lies beside every application.</summary>
    internal static Type Loader => typeof(global::DeepML.Loader);
}
