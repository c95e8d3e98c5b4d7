using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Draws rectangles and brush strokes into batches of masks. All is called inside a dispose scope.</summary>
internal static class Drawing
{
    private const int Turns = 3; // stretches of a stroke

    /// <summary>A number from 0 to 1 for each picture, (batch).</summary>
    /// <param name="pictures">(batch, ...).</param>
    /// <param name="random">Whence chance comes; null for torch's default generator.</param>
    public static Tensor Uniform(Tensor pictures, Generator? random) => Uniform(pictures, [pictures.size(0)], random);

    /// <summary>Numbers evenly from <paramref name="smallest"/> to <paramref name="largest"/>, one for each picture, (batch).</summary>
    public static Tensor Between(Tensor pictures, double smallest, double largest, Generator? random) =>
        Uniform(pictures, random).Times(largest - smallest).Plus(smallest);

    /// <summary>Numbers from 0 to 1 of a shape, where the pictures are.</summary>
    public static Tensor Uniform(Tensor pictures, long[] shape, Generator? random) =>
        rand(shape, generator: random).to(pictures.device); // drawn on the processor: generators belong to it

    /// <summary>Normal numbers of the pictures' shape.</summary>
    public static Tensor Normal(Tensor pictures, Generator? random) => randn(pictures.shape, generator: random).to(pictures.device);

    /// <summary>A rectangle at a random place of each picture.</summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="smallest">Share of each side that it covers at least.</param>
    /// <param name="largest">Share of each side that it covers at most.</param>
    /// <param name="random">Whence chance comes.</param>
    /// <returns>(batch, 1, height, width), bool; at least a pixel of each picture.</returns>
    public static Tensor Rectangles(Tensor pictures, double smallest, double largest, Generator? random)
    {
        var rows = Stretch(pictures, pictures.size(2), Between(pictures, smallest, largest, random), random);
        var columns = Stretch(pictures, pictures.size(3), Between(pictures, smallest, largest, random), random);
        return rows.unsqueeze(2).logical_and(columns.unsqueeze(1)).unsqueeze(1);
    }

    /// <summary>Bent brush strokes at random places of each picture, as long as its sides, more or less.</summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="strokes">How many in each.</param>
    /// <param name="width">Share of the shorter side that the brush is wide.</param>
    /// <param name="random">Whence chance comes.</param>
    /// <returns>(batch, 1, height, width), bool.</returns>
    public static Tensor Strokes(Tensor pictures, int strokes, double width, Generator? random)
    {
        var (batch, height, columns) = (pictures.size(0), pictures.size(2), pictures.size(3));
        var y = Ranges.Below(height, pictures.device, ScalarType.Float32).view(1, -1, 1);
        var x = Ranges.Below(columns, pictures.device, ScalarType.Float32).view(1, 1, -1);
        var reach = Math.Max(0.6, width * Math.Min(height, columns) / 2);
        Tensor? drawn = null;
        for (var stroke = 0; stroke < strokes; stroke++)
        {
            var (fromY, fromX) = (Place(pictures, height, random), Place(pictures, columns, random)); // (batch, 1, 1)
            for (var turn = 0; turn < Turns; turn++)
            {
                using var scope = NewDisposeScope();
                var (toY, toX) = (Place(pictures, height, random), Place(pictures, columns, random));
                var near = Distance(y, x, fromY, fromX, toY, toX).lt(Numbers.Kept(reach * reach));
                drawn = (drawn is null ? near : drawn.logical_or(near)).MoveToOuterDisposeScope();
                (fromY, fromX) = (toY.MoveToOuterDisposeScope(), toX.MoveToOuterDisposeScope());
            }
        }
        return drawn!.view(batch, 1, height, columns);
    }

    private static Tensor Place(Tensor pictures, long side, Generator? random) =>
        Uniform(pictures, random).Times(side - 1.0).view(-1, 1, 1);

    // The square of how far each pixel lies from a stretch, (batch, height, width).
    private static Tensor Distance(Tensor y, Tensor x, Tensor fromY, Tensor fromX, Tensor toY, Tensor toX)
    {
        var (downwards, across) = (toY - fromY, toX - fromX);
        var length = downwards.Squared().Plus(across.Squared()).clamp_min(Numbers.Kept(1e-6));
        var along = (((y - fromY) * downwards).Plus((x - fromX) * across) / length).clamp(Numbers.Zero, Numbers.One);
        return (y - fromY - (along * downwards)).Squared().Plus((x - fromX - (along * across)).Squared());
    }

    // Whether a row or column lies in a stretch of a share of a side at a random place, (batch, side).
    private static Tensor Stretch(Tensor pictures, long side, Tensor share, Generator? random)
    {
        var length = share.Times((double)side).round().clamp(Numbers.One, Numbers.Kept(side));
        var first = (Uniform(pictures, random) * length.SubtractedFrom((double)side).Plus(1.0)).floor().unsqueeze(1);
        var place = Ranges.Below(side, pictures.device, ScalarType.Float32).unsqueeze(0);
        return place.ge(first).logical_and(place.lt(first.Plus(length.unsqueeze(1))));
    }
}
