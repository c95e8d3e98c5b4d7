using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class AugmenterSoak : ISoakFamily
{
    public string Name => "gan";

    public void Fit(MLContext ml, TrainingOptions training)
    {
        using var model = ml.Transforms.AugmentWithGan("Features", null, new GanAugmenterOptions { Training = training })
            .Fit(SoakData.Rows(ml, 10_000));
    }
}
