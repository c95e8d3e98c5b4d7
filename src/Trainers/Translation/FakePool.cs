using DeepML.Networks;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Trainers;

/// <summary>
/// Pictures that a generator made a while ago, half of which a discriminator sees in place of new ones, so that it does not forget them
/// (Shrivastava et al., CVPR 2017). A module, as checkpoints must hold them.
/// </summary>
internal sealed class FakePool : Module
{
    [ComponentName(Name = "pictures")] private readonly Tensor pictures;
    [ComponentName(Name = "kept")] private readonly Tensor kept;

    /// <param name="size">Pictures that are kept at most.</param>
    /// <param name="channels">Of a picture.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels per row.</param>
    public FakePool(int size, int channels, int height, int width) : base("FakePool")
    {
        WeightRoom.Take(size, channels, height, width);
        pictures = zeros(size, channels, height, width).DetachFromDisposeScope();
        kept = zeros(1, ScalarType.Int64).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Takes new pictures in, and gives as many out: until it is full the new ones, then half of them exchanged.</summary>
    /// <param name="made">(batch, channels, height, width), without a graph.</param>
    /// <returns>The same shape. Chance comes from torch's default generator.</returns>
    public Tensor Exchange(Tensor made)
    {
        using var gradientsOff = no_grad();
        var (size, rows) = (pictures.size(0), made.size(0));
        var filled = kept.Read<long>();
        var chances = rand(rows, 2).ReadAll<float>();
        var given = new Tensor[rows];
        for (var row = 0; row < rows; row++)
        {
            var picture = made.narrow(0, row, 1);
            var place = (long)(chances[2 * row] * size);
            if (filled < size)
                (place, given[row]) = (filled++, picture);
            else if (chances[(2 * row) + 1] < 0.5f)
                given[row] = pictures.narrow(0, place, 1).clone();
            else
            {
                given[row] = picture; // seen once, and not kept
                continue;
            }
            pictures.narrow(0, place, 1).copy_(picture);
        }
        kept.fill_(Numbers.Kept(filled));
        return cat(given);
    }
}
