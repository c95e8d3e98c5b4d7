using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Digits of 28 pixels a side from the means of squares of 2 and of 4: signal-to-noise over bicubic interpolation.</summary>
internal static class LargerDigits
{
    public static IEnumerable<(string Name, double Value)> Run()
    {
        foreach (var factor in new[] { 2, 4 })
        {
            var found = SpoiledDigits.Mean(
                ml => ml.Transforms.SuperResolveImage("Made", "Wanted", new SuperResolveImageOptions
                {
                    Factor = factor,
                    Generator = new ResidualGenerator { Blocks = 4, Filters = 24 },
                    Loss = PixelLoss.Squared,
                    Training = SpoiledDigits.Training with { Epochs = 5 },
                }));
            if (found is null)
                yield break;
            yield return ($"superres.x{factor}.gain_db", found.Gain(0));
            yield return ($"superres.x{factor}.psnr", found.Network);
            yield return ($"superres.x{factor}.psnr (bicubic)", found.Baselines[0]);
        }
    }
}
