using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class RecurrentAutoencoderWorkout : EstimatorWorkout<RecurrentAutoencoderTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<RecurrentAutoencoderTransformer> CreateEstimator(MLContext ml) =>
        ml.AnomalyDetection.Trainers.RecurrentAutoencoder(new RecurrentAutoencoderOptions
        {
            SensorNames = ["inlet", "outlet"],
            Encoder = new LstmEncoder { HiddenSize = 5 },
            Training = new TrainingOptions { Epochs = 3, BatchSize = 16 },
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
