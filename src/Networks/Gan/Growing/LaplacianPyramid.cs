using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Pictures of all sizes in one row, the finest first: (batch, sum of their numbers).</summary>
/// <param name="picture">The finest.</param>
internal sealed class LaplacianPyramid(PictureShape picture)
{
    /// <summary>Sizes, the coarsest included.</summary>
    public int Levels => picture.Halvings + 1;

    /// <summary>Sides of a size, counted from the finest, 0.</summary>
    public (int Height, int Width) Sides(int level) => (picture.Height >> level, picture.Width >> level);

    /// <summary>Numbers of a picture of a size.</summary>
    public int Numbers(int level) => picture.Channels * Sides(level).Height * Sides(level).Width;

    /// <summary>A row of pictures.</summary>
    /// <param name="pictures">By their size: (batch, channels, height, width), or (batch, numbers).</param>
    public static Tensor Joined(IEnumerable<Tensor> pictures) => cat([.. pictures.Select(level => level.flatten(1))], 1);

    /// <summary>The pictures of a row.</summary>
    /// <param name="rows">(batch, sum of all sizes' numbers).</param>
    /// <returns>By their size: (batch, channels, height, width).</returns>
    public Tensor[] Split(Tensor rows)
    {
        var (split, start) = (new Tensor[Levels], 0L);
        for (var level = 0; level < Levels; level++)
        {
            split[level] = rows.narrow(1, start, Numbers(level))
                .reshape(rows.size(0), picture.Channels, Sides(level).Height, Sides(level).Width);
            start += Numbers(level);
        }
        return split;
    }

    /// <summary>A picture in all sizes: each is the mean of four pixels of the one before.</summary>
    /// <param name="rows">(batch, row).</param>
    /// <returns>(batch, sum of all sizes' numbers).</returns>
    public Tensor Of(Tensor rows)
    {
        var pictures = new List<Tensor> { rows.reshape(-1, picture.Channels, picture.Height, picture.Width) };
        for (var level = 1; level < Levels; level++)
            pictures.Add(GrowingPictures.Halved(pictures[^1]));
        return Joined(pictures);
    }
}
