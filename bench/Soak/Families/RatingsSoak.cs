using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class RatingsSoak : ISoakFamily
{
    public string Name => "ratings";

    public void Fit(MLContext ml, TrainingOptions training)
    {
        using var model = ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", new RatingsRbmOptions { Training = training })
            .Fit(SoakData.Ratings(ml, 40_000));
    }
}
