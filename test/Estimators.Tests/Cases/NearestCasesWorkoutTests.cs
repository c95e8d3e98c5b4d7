using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Cases;

/// <summary>Stored cases keep what every fitted model keeps.</summary>
[TestClass]
public sealed class NearestCasesWorkoutTests : EstimatorWorkout<NearestCasesTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Label"];

    protected override bool HasChance => false;

    protected override Microsoft.ML.Data.DataViewType WrongType => Microsoft.ML.Data.TimeSpanDataViewType.Instance;

    protected override IEstimator<NearestCasesTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.NearestCases("Cases", "Features", options: new NearestCasesOptions { Count = 3 });

    protected override IDataView CreateData(MLContext ml) => Blobs.WithKeys(ml);
}
