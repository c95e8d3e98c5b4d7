using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Selection;

/// <summary>A selection by information is a step like any other.</summary>
[TestClass]
public sealed class SelectionWorkoutTests : EstimatorWorkout<SelectFeaturesTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Name"];

    protected override bool HasChance => false;

    protected override Microsoft.ML.Data.DataViewType WrongType => Microsoft.ML.Data.TimeSpanDataViewType.Instance;

    protected override IEstimator<SelectFeaturesTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.SelectByInformationGain("Kept", "Features", "Name", count: 3);

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
