using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.RecurrentSequences;

[TestClass]
public sealed class FilmClassifierWorkout : EstimatorWorkout<RecurrentNetworkTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Frames", "Rises"];

    protected override IEstimator<RecurrentNetworkTransformer> CreateEstimator(MLContext ml) =>
        ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Frames",
            LabelColumnName = "Rises",
            Front = Films.Front,
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Films.Create(ml);
}

[TestClass]
public sealed class FilmStepsWorkout : EstimatorWorkout<StepRegressorTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Frames", "Heights"];

    protected override IEstimator<StepRegressorTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.PredictSteps("Predicted", "Frames", "Heights", new StepRegressorOptions
        {
            Front = Films.Front,
            Encoder = new LstmEncoder { HiddenSize = 4 },
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Films.Create(ml);
}
