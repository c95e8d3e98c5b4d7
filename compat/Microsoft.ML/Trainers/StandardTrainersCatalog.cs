using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML;

public static class StandardTrainersCatalog
{
    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label", string featureColumnName = "Features", string exampleWeightColumnName = null, float l1Regularization = 1,
        float l2Regularization = 1, float optimizationTolerance = 1e-7f, int historySize = 20, bool enforceNonNegativity = false) =>
        catalog.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            L1Regularization = l1Regularization,
            L2Regularization = l2Regularization,
            OptimizationTolerance = optimizationTolerance,
            HistorySize = historySize,
            EnforceNonNegativity = enforceNonNegativity,
        });

    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        LbfgsMaximumEntropyMulticlassTrainer.Options options) => new(Check(catalog, options), options);

    public static LbfgsLogisticRegressionBinaryTrainer LbfgsLogisticRegression(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label", string featureColumnName = "Features", string exampleWeightColumnName = null, float l1Regularization = 1,
        float l2Regularization = 1, float optimizationTolerance = 1e-7f, int historySize = 20, bool enforceNonNegativity = false) =>
        catalog.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            L1Regularization = l1Regularization,
            L2Regularization = l2Regularization,
            OptimizationTolerance = optimizationTolerance,
            HistorySize = historySize,
            EnforceNonNegativity = enforceNonNegativity,
        });

    public static LbfgsLogisticRegressionBinaryTrainer LbfgsLogisticRegression(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        LbfgsLogisticRegressionBinaryTrainer.Options options) => new(Check(catalog, options), options);

    public static SdcaMaximumEntropyMulticlassTrainer SdcaMaximumEntropy(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label", string featureColumnName = "Features", string exampleWeightColumnName = null, float? l2Regularization = null,
        float? l1Regularization = null, int? maximumNumberOfIterations = null) =>
        catalog.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            L2Regularization = l2Regularization,
            L1Regularization = l1Regularization,
            MaximumNumberOfIterations = maximumNumberOfIterations,
        });

    public static SdcaMaximumEntropyMulticlassTrainer SdcaMaximumEntropy(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        SdcaMaximumEntropyMulticlassTrainer.Options options) => new(Check(catalog, options), options);

    public static SdcaRegressionTrainer Sdca(this RegressionCatalog.RegressionTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features", string exampleWeightColumnName = null, ISupportSdcaRegressionLoss lossFunction = null,
        float? l2Regularization = null, float? l1Regularization = null, int? maximumNumberOfIterations = null) =>
        catalog.Sdca(new SdcaRegressionTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            LossFunction = lossFunction ?? new SquaredLoss(),
            L2Regularization = l2Regularization,
            L1Regularization = l1Regularization,
            MaximumNumberOfIterations = maximumNumberOfIterations,
        });

    public static SdcaRegressionTrainer Sdca(this RegressionCatalog.RegressionTrainers catalog, SdcaRegressionTrainer.Options options) =>
        new(Check(catalog, options), options);

    public static OnlineGradientDescentTrainer OnlineGradientDescent(this RegressionCatalog.RegressionTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features", IRegressionLoss lossFunction = null, float learningRate = 0.1f, bool decreaseLearningRate = true,
        float l2Regularization = 0, int numberOfIterations = 1) =>
        catalog.OnlineGradientDescent(new OnlineGradientDescentTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            LossFunction = lossFunction ?? new SquaredLoss(),
            LearningRate = learningRate,
            DecreaseLearningRate = decreaseLearningRate,
            L2Regularization = l2Regularization,
            NumberOfIterations = numberOfIterations,
        });

    public static OnlineGradientDescentTrainer OnlineGradientDescent(this RegressionCatalog.RegressionTrainers catalog, OnlineGradientDescentTrainer.Options options) =>
        new(Check(catalog, options), options);

    internal static IHostEnvironment Check(IInternalCatalog catalog, TrainerInputBase options)
    {
        var env = catalog.GetEnvironment();
        Contracts.CheckValue(env, options, nameof(options));
        return env;
    }
}
