namespace DeepML.Networks;

/// <summary>What rebuilds a network that makes pictures of pictures.</summary>
/// <param name="Task">What it is asked to do.</param>
/// <param name="Generator">Its layers.</param>
/// <param name="Channels">Channels of the pictures that are given.</param>
/// <param name="MeanHeight">Rows of pixels of the mean picture that it keeps, or 1 for one colour; 0 for none.</param>
/// <param name="MeanWidth">Pixels per row of that picture.</param>
internal sealed record TranslationArchitecture(ImageTask Task, ImageGenerator Generator, int Channels, int MeanHeight, int MeanWidth)
{
    /// <summary>Channels of the pictures that come out.</summary>
    public int OutputChannels => Task.OutputChannels(Channels);

    /// <summary>How many times larger than what is given the pictures are that the layers read.</summary>
    public int ReadScale => Generator.Enlarges ? 1 : Task.Scale;

    /// <summary>What the sides of given pictures must be multiples of, or are padded to.</summary>
    public int Multiple => ReadScale == 1 ? Generator.Multiple : Generator.Multiple / Common(Generator.Multiple, ReadScale);

    /// <summary>The sizes nearest to a side that the strides allow: below it (0 if there is none), and above.</summary>
    public (int Below, int Above) Nearest(int side) => (side / Multiple * Multiple, (side + Multiple - 1) / Multiple * Multiple);

    /// <summary>Whether the strides allow a size.</summary>
    public bool Fits(int height, int width) => height % Multiple == 0 && width % Multiple == 0;

    private static int Common(int a, int b) => b == 0 ? a : Common(b, a % b);
}
