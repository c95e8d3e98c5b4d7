using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>Layers that make places of a picture, each with features of what is there.</summary>
internal static class CaptionLayers
{
    private const int MostPlaces = 64;

    /// <summary>Convolutions of 3×3, at least three, behind which sides are halved while there are more than 64 places.</summary>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels per row.</param>
    public static IEnumerable<ConvolutionalLayer> Usual(int height, int width)
    {
        int[] filters = [16, 32, 64];
        for (var block = 0; block < filters.Length || (long)height * width > MostPlaces; block++)
        {
            var halves = (long)height * width > MostPlaces;
            var isLine = Math.Min(height, width) == 1; // of which no window of 2×2 fits
            yield return new ConvolutionLayer(filters[Math.Min(block, filters.Length - 1)], 3)
            {
                Padding = ConvolutionPadding.Same,
                Stride = halves && isLine ? 2 : 1,
                Bias = false,
            };
            yield return new BatchNormalizationLayer();
            yield return new ActivationLayer(Activation.ReLU);
            if (!halves)
                continue;
            if (!isLine)
                yield return new PoolingLayer(PoolingKind.Maximum, 2) { RoundUp = true };
            (height, width) = ((height + 1) / 2, (width + 1) / 2);
        }
    }

    /// <summary>The layers of a network of pictures as far as there are places.</summary>
    /// <param name="plan">The network.</param>
    /// <exception cref="ArgumentException">No layer gives a picture of more than one place.</exception>
    public static ConvolutionalLayer[] Of(ConvolutionalPlan plan)
    {
        var last = plan.Layers.ToList().FindLastIndex(layer => layer.Output is { IsFlat: false } and not { Height: 1, Width: 1 });
        if (last < 0)
            throw new ArgumentException(
                "No layer of Transfer.Model gives a picture of more than one place, so that there is nothing to look at.");
        // under the names that they have there: those made up count all layers of a kind
        return [.. plan.Layers.Take(last + 1).Where(layer => layer.Layer is not AuxiliaryHead)
            .Select(layer => layer.Layer with { Name = layer.Name })];
    }
}
