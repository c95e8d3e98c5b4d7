using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class BoltzmannSoak : ISoakFamily
{
    public string Name => "rbm";

    public void Fit(MLContext ml, TrainingOptions training)
    {
        using var model = ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions { Training = training })
            .Fit(SoakData.Bits(ml, 32_000));
    }
}
