using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Learns to reconstruct rows from noise, and adds such reconstructions to training data, each with its row's label; append it with
    /// <c>TransformerScope.Training</c>.
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    /// <param name="labelColumnName">
    /// Name of the classes (a key, text or boolean) by which it is measured whether the rows help; null measures nothing.
    /// </param>
    /// <param name="options">Network, noise and amount of rows; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static AutoencoderAugmenterEstimator AugmentWithAutoencoder(
        this TransformsCatalog catalog, string featureColumnName = "Features", string? labelColumnName = "Label",
        AutoencoderAugmenterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        if (labelColumnName is not null)
            ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        return new AutoencoderAugmenterEstimator(
            CatalogAccess.EnvironmentOf(catalog), featureColumnName, labelColumnName, options ?? new AutoencoderAugmenterOptions());
    }
}
