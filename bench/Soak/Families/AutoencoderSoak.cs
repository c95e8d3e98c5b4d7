using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class AutoencoderSoak : ISoakFamily
{
    public string Name => "autoencoder";

    public void Fit(MLContext ml, TrainingOptions training)
    {
        using var model = ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions { Training = training })
            .Fit(SoakData.Rows(ml, 32_000));
    }
}
