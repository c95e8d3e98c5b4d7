using DeepML;
using DeepML.Data;
using DeepML.Estimators;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Trains a recurrent network to tell classes of sequences apart.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a key of uint, or a text or boolean, which is mapped to a key inside.</param>
    /// <param name="featureColumnName">Name of the sequences: vectors of float or of keys, of any length.</param>
    public static RecurrentNetworkEstimator RecurrentNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.RecurrentNetwork(new RecurrentNetworkOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a recurrent network to tell classes of sequences apart.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static RecurrentNetworkEstimator RecurrentNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, RecurrentNetworkOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new MulticlassTask(), options);

    /// <summary>Trains a recurrent network to answer yes or no to sequences.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a boolean.</param>
    /// <param name="featureColumnName">Name of the sequences: vectors of float or of keys, of any length.</param>
    public static RecurrentNetworkEstimator RecurrentNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.RecurrentNetwork(new RecurrentNetworkOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a recurrent network to answer yes or no to sequences.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static RecurrentNetworkEstimator RecurrentNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, RecurrentNetworkOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new BinaryTask(), options);

    /// <summary>Trains a recurrent network to predict a number from a sequence.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a float.</param>
    /// <param name="featureColumnName">Name of the sequences: vectors of float or of keys, of any length.</param>
    public static RecurrentNetworkEstimator RecurrentNetwork(
        this RegressionCatalog.RegressionTrainers catalog, string labelColumnName = "Label", string featureColumnName = "Features") =>
        catalog.RecurrentNetwork(new RecurrentNetworkOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a recurrent network to predict a number from a sequence.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static RecurrentNetworkEstimator RecurrentNetwork(
        this RegressionCatalog.RegressionTrainers catalog, RecurrentNetworkOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new RegressionTask(), options);
}
