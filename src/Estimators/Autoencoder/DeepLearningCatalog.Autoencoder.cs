using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Learns a short code of each row, from which the row can be reconstructed.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the code column: a vector of float of as many numbers.</param>
    /// <param name="inputColumnName">
    /// Name of the column to learn: a vector of float of known size; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="codeSize">Numbers in the code; at least 1. Null chooses them: <see cref="AutoencoderOptions.CodeSize"/>.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static AutoencoderEstimator Autoencoder(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, int? codeSize = null) =>
        catalog.Autoencoder(outputColumnName, inputColumnName, new AutoencoderOptions { CodeSize = codeSize });

    /// <summary>Learns a short code of each row, from which the row can be reconstructed.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">
    /// Name of the code column: a vector of float of <see cref="AutoencoderOptions.CodeSize"/> numbers.
    /// </param>
    /// <param name="inputColumnName">
    /// Name of the column to learn: a vector of float of known size; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">Architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static AutoencoderEstimator Autoencoder(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, AutoencoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new AutoencoderEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>Trains an autoencoder to tell anomalies from normal rows by how badly it reconstructs them.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    /// <param name="codeSize">
    /// Numbers in the code; at least 1, and fewer than features. Null chooses them: <see cref="AutoencoderOptions.CodeSize"/>.
    /// </param>
    /// <param name="contamination">Share of the training rows expected to be anomalies, in [0, 0.5].</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static AutoencoderAnomalyEstimator Autoencoder(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string featureColumnName = "Features", int? codeSize = null,
        double contamination = 0.1) =>
        catalog.Autoencoder(new AutoencoderAnomalyOptions
        {
            FeatureColumnName = featureColumnName,
            Contamination = contamination,
            Autoencoder = new AutoencoderOptions { CodeSize = codeSize },
        });

    /// <summary>Trains an autoencoder to tell anomalies from normal rows by how badly it reconstructs them.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, threshold, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static AutoencoderAnomalyEstimator Autoencoder(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, AutoencoderAnomalyOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new AutoencoderAnomalyEstimator(CatalogAccess.EnvironmentOf(catalog), options);
    }
}
