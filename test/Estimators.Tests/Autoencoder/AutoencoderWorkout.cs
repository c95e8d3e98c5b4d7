using DeepML.Estimators.Tests.Translation;
using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderWorkout : EstimatorWorkout<AutoencoderTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<AutoencoderTransformer> CreateEstimator(MLContext ml) => ml.Transforms.Autoencoder(
        "Code", "Features",
        new AutoencoderOptions { HiddenSizes = [6], CodeSize = 2, Training = new TrainingOptions { Epochs = 3, BatchSize = 16 } });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

/// <summary>Tied, sparse, contractive, pretrained and filling, with every column.</summary>
[TestClass]
public sealed class AutoencoderWithEveryColumnWorkout : EstimatorWorkout<AutoencoderTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<AutoencoderTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [6, 5],
            CodeSize = 3,
            HiddenActivation = Activation.Tanh,
            CodeActivation = Activation.Sigmoid,
            TiedWeights = true,
            Corruption = new MaskingCorruption(),
            Sparsity = new KullbackLeiblerSparsity { Target = 0.2 },
            ContractionWeight = 0.01,
            FillMissingValues = true,
            Pretraining = new TrainingOptions { Epochs = 1, BatchSize = 16 },
            Outputs = new AutoencoderOutputs
            {
                Reconstruction = "Reconstruction",
                Error = "Error",
                FeatureErrors = "Errors",
                Filled = "Filled",
                LayerPrefix = "Layer"
            },
            Training = new TrainingOptions { Epochs = 2, BatchSize = 16 },
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

[TestClass]
public sealed class VariationalAutoencoderWorkout : EstimatorWorkout<AutoencoderTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<AutoencoderTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [6],
            CodeSize = 2,
            BatchNormalization = true,
            Dropout = 0.1,
            Variational = new VariationalCode { WarmUpEpochs = 1 },
            Outputs = new AutoencoderOutputs { Reconstruction = "Reconstruction", LayerPrefix = "Layer" },
            Training = new TrainingOptions { Epochs = 3, BatchSize = 16, ValidationFraction = 0.2 },
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

[TestClass]
public sealed class ConvolutionalAutoencoderWorkout : EstimatorWorkout<AutoencoderTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<AutoencoderTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [6],
            CodeSize = 2,
            BatchNormalization = true,
            Convolution = new AutoencoderConvolution { Height = 2, Width = 4, Channels = 1, Filters = [3, 4] },
            Outputs = new AutoencoderOutputs { Reconstruction = "Reconstruction", Error = "Error", LayerPrefix = "Layer" },
            Training = new TrainingOptions { Epochs = 3, BatchSize = 16 },
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

/// <summary>Learns pictures towards others, changed and with patches on them.</summary>
[TestClass]
public sealed class PictureAutoencoderWorkout : EstimatorWorkout<AutoencoderTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Picture", "Colours"];

    protected override IEstimator<AutoencoderTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.Autoencoder("Code", "Picture", new AutoencoderOptions
        {
            CodeSize = 3,
            TargetColumnName = "Colours",
            Convolution = new AutoencoderConvolution { Filters = [3] },
            Corruption = new PictureCorruption { Corruptions = [new PatchCorruption(), new NoiseCorruption { Share = 0.5 }] },
            Augmentation = new PictureAugmentation { FlipHorizontally = true, CropPadding = 1 },
            Outputs = new AutoencoderOutputs { Reconstruction = "Reconstruction", Error = "Error" },
            Training = new TrainingOptions { Epochs = 3, BatchSize = 16 },
        });

    protected override IDataView CreateData(MLContext ml) => MaskedPictures.View(ml);
}

/// <summary>Learns towards another column.</summary>
[TestClass]
public sealed class AutoencoderWithTargetWorkout : EstimatorWorkout<AutoencoderTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Clean"];

    protected override IEstimator<AutoencoderTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 3,
            TargetColumnName = "Clean",
            Sparsity = new LargestCodes { Count = 2 },
            Outputs = new AutoencoderOutputs { Reconstruction = "Reconstruction", FeatureErrors = "Errors" },
            Training = new TrainingOptions { Epochs = 3, BatchSize = 16 },
        });

    protected override IDataView CreateData(MLContext ml)
    {
        var rows = Blobs.Create(ml);
        return ml.Transforms.Concatenate("Clean", "Features", "Number").Fit(rows).Transform(rows);
    }
}

[TestClass]
public sealed class AutoencoderAnomalyWorkout : EstimatorWorkout<AutoencoderAnomalyTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<AutoencoderAnomalyTransformer> CreateEstimator(MLContext ml) =>
        ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            Autoencoder = new AutoencoderOptions { CodeSize = 2, Training = new TrainingOptions { Epochs = 3, BatchSize = 16 } },
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
