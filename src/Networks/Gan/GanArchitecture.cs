using System.Text.Json.Serialization;

namespace DeepML.Networks;

/// <summary>What a stretch of numbers in a generated row is.</summary>
internal enum RowBlockKind
{
    /// <summary>Numbers in (-1, 1).</summary>
    Bounded,

    /// <summary>Numbers of any size.</summary>
    Free,

    /// <summary>One of several choices, as a one-hot vector.</summary>
    Choice,

    /// <summary>Numbers of any size that are cut off at -1 and 1 when they leave the model.</summary>
    Clipped,
}

/// <summary>A stretch of numbers in a generated row.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Width">How many.</param>
internal sealed record RowBlock(RowBlockKind Kind, int Width);

/// <summary>Where the choice made by a block of the row is also asked for by a part of the condition.</summary>
/// <param name="RowStart">First number of the choice in the row.</param>
/// <param name="ConditionStart">First number of it in the condition.</param>
/// <param name="Width">Number of choices.</param>
internal sealed record ConditionLink(int RowStart, int ConditionStart, int Width);

/// <summary>Rows that are pictures: numbers ordered by channel, then line, then column.</summary>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="Height">Lines; divisible by 2.</param>
/// <param name="Width">Columns; divisible by 2.</param>
/// <param name="Filters">Filters of the layer next to the picture; each layer further in has twice as many.</param>
internal sealed record PictureShape(int Channels, int Height, int Width, int Filters)
{
    /// <summary>How often the sides are halved between the picture and the innermost layer: down to an odd side or one of 4.</summary>
    [JsonIgnore]
    public int Halvings
    {
        get
        {
            var (count, height, width) = (0, Height, Width);
            while (height % 2 == 0 && width % 2 == 0 && (count == 0 || (height > 4 && width > 4)))
                (count, height, width) = (count + 1, height / 2, width / 2);
            return count;
        }
    }

    /// <summary>Sides of the innermost layer.</summary>
    [JsonIgnore]
    public (int Height, int Width) Inner => (Height >> Halvings, Width >> Halvings);

    /// <summary>Filters of the layer that lies <paramref name="halvings"/> away from the picture.</summary>
    public int FiltersAt(int halvings) => checked(Filters * (1 << (halvings - 1)));
}

/// <summary>The sizes that rebuild a generator; the discriminator's are in <see cref="DiscriminatorArchitecture"/>.</summary>
/// <param name="Blocks">What a row is made of.</param>
/// <param name="LatentSize">Numbers of noise a row is made from.</param>
/// <param name="ConditionSize">Numbers that tell the class or the condition; 0 for none.</param>
/// <param name="HiddenSizes">Widths of the hidden layers; not used for pictures.</param>
/// <param name="BatchNormalization">Whether hidden sums are normalized over the batch.</param>
/// <param name="Picture">Set if rows are pictures made by convolutions.</param>
/// <param name="Latent">How the noise is distributed.</param>
/// <param name="Growing">Set if pictures are made from the coarse to the fine.</param>
internal sealed record GeneratorArchitecture(
    RowBlock[] Blocks, int LatentSize, int ConditionSize, int[] HiddenSizes, bool BatchNormalization, PictureShape? Picture,
    LatentDistribution Latent = LatentDistribution.Normal, GrowingGenerator? Growing = null)
{
    /// <summary>Numbers in a row.</summary>
    [JsonIgnore]
    public int RowSize => Blocks.Sum(block => block.Width);
}

/// <summary>The sizes that rebuild a discriminator, or critic.</summary>
/// <param name="RowSize">Numbers in a row.</param>
/// <param name="ConditionSize">Numbers that tell the class or the condition; 0 for none.</param>
/// <param name="HiddenSizes">Widths of the hidden layers; not used for pictures.</param>
/// <param name="Conditioning">How it is told the condition.</param>
/// <param name="RowsPerDecision">Rows that are judged together: Lin et al., arXiv:1712.04086.</param>
/// <param name="BatchStatistics">Whether it is told how much the rows of the batch differ: Karras et al., arXiv:1710.10196, 3.</param>
/// <param name="LayerNormalization">
/// Whether hidden sums are normalized over each row, as a gradient penalty needs it; else pictures use the batch.
/// </param>
/// <param name="Dropout">Share of hidden values dropped in training.</param>
/// <param name="Picture">Set if rows are pictures judged by convolutions.</param>
/// <param name="Growing">Set if the generator makes pictures from the coarse to the fine.</param>
internal sealed record DiscriminatorArchitecture(
    int RowSize, int ConditionSize, int[] HiddenSizes, GanConditioning Conditioning, int RowsPerDecision, bool BatchStatistics,
    bool LayerNormalization, double Dropout, PictureShape? Picture, GrowingGenerator? Growing = null);
