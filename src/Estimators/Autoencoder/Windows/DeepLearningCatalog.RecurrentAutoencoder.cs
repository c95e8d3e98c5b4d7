using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

/// <summary>The catalog methods for autoencoders of windows.</summary>
public static partial class DeepLearningCatalog
{
    /// <summary>Trains an autoencoder of windows to tell anomalies, and the sensors to blame, by how badly it writes them.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="featureColumnName">Name of the windows: a vector of float of steps × sensors.</param>
    /// <param name="contamination">Share of the training windows expected to be anomalies, in [0, 0.5].</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static RecurrentAutoencoderEstimator RecurrentAutoencoder(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string featureColumnName = "Features",
        double contamination = 0.01) =>
        catalog.RecurrentAutoencoder(new RecurrentAutoencoderOptions
        {
            FeatureColumnName = featureColumnName,
            Threshold = new ContaminationThreshold { Share = contamination },
        });

    /// <summary>Trains an autoencoder of windows to tell anomalies, and the sensors to blame, by how badly it writes them.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, threshold, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static RecurrentAutoencoderEstimator RecurrentAutoencoder(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, RecurrentAutoencoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new RecurrentAutoencoderEstimator(CatalogAccess.EnvironmentOf(catalog), options);
    }
}
