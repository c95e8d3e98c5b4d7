using DeepML;
using DeepML.Data;
using DeepML.Estimators;
using static TorchSharp.torch;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Trains a module of your own to tell classes apart.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a key of uint, or a text or boolean, which is mapped to a key inside.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    /// <param name="module">From the numbers in a row and the classes to a new module, (batch, features) → (batch, classes) logits.</param>
    /// <param name="training">How it is trained; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static TorchModulePredictionEstimator TorchModule(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName, string featureColumnName,
        Func<int, int, nn.Module<Tensor, Tensor>> module, TrainingOptions? training = null) =>
        catalog.TorchModule(module, ModuleOptions(labelColumnName, featureColumnName, training));

    /// <summary>Trains a module of your own to tell classes apart.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="module">From the numbers in a row and the classes to a new module, (batch, features) → (batch, classes) logits.</param>
    /// <param name="options">Columns, loss and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static TorchModulePredictionEstimator TorchModule(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, Func<int, int, nn.Module<Tensor, Tensor>> module,
        TorchModulePredictionOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new MulticlassTask(), module, options);

    /// <summary>Trains a module of your own to answer yes or no.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a boolean.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    /// <param name="module">From the numbers in a row and 1 to a new module, (batch, features) → (batch, 1) logits.</param>
    /// <param name="training">How it is trained; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static TorchModulePredictionEstimator TorchModule(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, string labelColumnName, string featureColumnName,
        Func<int, int, nn.Module<Tensor, Tensor>> module, TrainingOptions? training = null) =>
        catalog.TorchModule(module, ModuleOptions(labelColumnName, featureColumnName, training));

    /// <summary>Trains a module of your own to answer yes or no.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="module">From the numbers in a row and 1 to a new module, (batch, features) → (batch, 1) logits.</param>
    /// <param name="options">Columns, loss and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static TorchModulePredictionEstimator TorchModule(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, Func<int, int, nn.Module<Tensor, Tensor>> module,
        TorchModulePredictionOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new BinaryTask(), module, options);

    /// <summary>Trains a module of your own to predict a number.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a float.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    /// <param name="module">From the numbers in a row and 1 to a new module, (batch, features) → (batch, 1).</param>
    /// <param name="training">How it is trained; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static TorchModulePredictionEstimator TorchModule(
        this RegressionCatalog.RegressionTrainers catalog, string labelColumnName, string featureColumnName,
        Func<int, int, nn.Module<Tensor, Tensor>> module, TrainingOptions? training = null) =>
        catalog.TorchModule(module, ModuleOptions(labelColumnName, featureColumnName, training));

    /// <summary>Trains a module of your own to predict a number.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="module">From the numbers in a row and 1 to a new module, (batch, features) → (batch, 1).</param>
    /// <param name="options">Columns, loss and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static TorchModulePredictionEstimator TorchModule(
        this RegressionCatalog.RegressionTrainers catalog, Func<int, int, nn.Module<Tensor, Tensor>> module,
        TorchModulePredictionOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new RegressionTask(), module, options);

    /// <summary>Trains a module of your own that answers one column with another.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the module's answer: a vector of float.</param>
    /// <param name="inputColumnName">Name of what it reads: a vector of float of known size; null for the name of the output.</param>
    /// <param name="module">From the numbers in a row to a new module, (batch, inputs) → (batch, outputs).</param>
    /// <param name="loss">What training makes small; the target is the input itself.</param>
    /// <param name="training">How it is trained; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static TorchModuleEstimator TorchModule(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, Func<int, nn.Module<Tensor, Tensor>> module,
        TrainingLoss loss, TrainingOptions? training = null) =>
        catalog.TorchModule(outputColumnName, inputColumnName, module,
            new TorchModuleOptions { Loss = loss, Training = training ?? new TrainingOptions() });

    /// <summary>Trains a module of your own that answers one column with another.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the module's answer: a vector of float.</param>
    /// <param name="inputColumnName">Name of what it reads: a vector of float of known size; null for the name of the output.</param>
    /// <param name="module">From the numbers in a row to a new module, (batch, inputs) → (batch, outputs).</param>
    /// <param name="options">Target column, loss and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static TorchModuleEstimator TorchModule(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, Func<int, nn.Module<Tensor, Tensor>> module,
        TorchModuleOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, module, options);

    private static TorchModulePredictionOptions ModuleOptions(string label, string feature, TrainingOptions? training) =>
        new() { LabelColumnName = label, FeatureColumnName = feature, Training = training ?? new TrainingOptions() };
}
