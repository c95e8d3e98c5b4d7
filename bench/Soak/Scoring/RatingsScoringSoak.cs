using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class RatingsScoringSoak : IScoringSoak
{
    public string Name => "score.ratings";

    public string Column => "Score";

    public IDataView Rows(MLContext ml, int? total) => SoakData.Ratings(ml, 20_000, total);

    public ITransformer Fit(MLContext ml, IDataView rows, TrainingOptions training) =>
        ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", new RatingsRbmOptions { Training = training }).Fit(rows);
}
