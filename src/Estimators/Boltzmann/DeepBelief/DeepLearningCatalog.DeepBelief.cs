using DeepML;
using DeepML.Data;
using DeepML.Estimators;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Learns features of features of each row with a deep belief network, without labels.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of the top layer's means: a vector of float.</param>
    /// <param name="inputColumnName">
    /// Name of the column to learn: a vector of float of known size; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">Layers and training; null takes the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static DeepBeliefEstimator DeepBeliefNetwork(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, DeepBeliefOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new DeepBeliefEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new DeepBeliefOptions());
    }

    /// <summary>Pretrains a deep belief network on every row and fine-tunes it to tell classes apart.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">
    /// Name of the label: a key of uint, or a text or boolean, which is mapped to a key inside; rows where it is missing (a key of 0, an
    /// empty text) take part in the pretraining only.
    /// </param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size, in [0, 1].</param>
    public static DeepBeliefPredictionEstimator DeepBeliefNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.DeepBeliefNetwork(
            new DeepBeliefPredictionOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Pretrains a deep belief network on every row and fine-tunes it to tell classes apart.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, layers and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static DeepBeliefPredictionEstimator DeepBeliefNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, DeepBeliefPredictionOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new MulticlassTask(), options);

    /// <summary>Pretrains a deep belief network on every row and fine-tunes it to answer yes or no.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a boolean.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size, in [0, 1].</param>
    public static DeepBeliefPredictionEstimator DeepBeliefNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.DeepBeliefNetwork(
            new DeepBeliefPredictionOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Pretrains a deep belief network on every row and fine-tunes it to answer yes or no.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, layers and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static DeepBeliefPredictionEstimator DeepBeliefNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, DeepBeliefPredictionOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new BinaryTask(), options);

    /// <summary>Pretrains a deep belief network on every row and fine-tunes it to predict a number.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a float; rows where it is missing (NaN) take part in the pretraining only.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size, in [0, 1].</param>
    public static DeepBeliefPredictionEstimator DeepBeliefNetwork(
        this RegressionCatalog.RegressionTrainers catalog, string labelColumnName = "Label", string featureColumnName = "Features") =>
        catalog.DeepBeliefNetwork(
            new DeepBeliefPredictionOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Pretrains a deep belief network on every row and fine-tunes it to predict a number.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, layers and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static DeepBeliefPredictionEstimator DeepBeliefNetwork(
        this RegressionCatalog.RegressionTrainers catalog, DeepBeliefPredictionOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new RegressionTask(), options);
}
