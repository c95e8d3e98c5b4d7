using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderWorkout : EstimatorWorkout<AutoencoderTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<AutoencoderTransformer> CreateEstimator(MLContext ml) => ml.Transforms.Autoencoder(
        "Code", "Features", new AutoencoderOptions { HiddenSizes = [6], CodeSize = 2, Training = new TrainingOptions { Epochs = 3, BatchSize = 16 } });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
