using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What models that embed rows have in common: the column that they read, and what must hold of their layers.</summary>
internal static class EmbeddingColumns
{
    /// <summary>The column that is read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="role">The word errors use for it.</param>
    /// <param name="format">How it holds pictures; null for others.</param>
    /// <param name="shape">How it holds sequences; null for others.</param>
    /// <param name="architecture">What reads it.</param>
    public static SizedColumn Input(
        string name, string role, ImageFormat? format, SequenceShape? shape, EmbeddingArchitecture architecture) =>
        format is not null ? new ImageInput(name, role, format)
        : shape is not null ? new SequenceInput(name, role, shape)
        : new VectorInput(name, role, architecture.InputSize);

    /// <summary>Checks everything that a damaged file may say wrongly.</summary>
    /// <exception cref="FormatException">A number is out of its range, or does not fit another.</exception>
    public static void Check(EmbeddingArchitecture architecture, ImageFormat? format, SequenceShape? shape)
    {
        Sound.Size(architecture.InputSize, nameof(architecture.InputSize));
        object?[] kinds = [architecture.Dense, architecture.Pictures, architecture.Sequences];
        Sound.That(kinds.Count(kind => kind is not null) < 2, "rows are embedded by two kinds of layers");
        Sound.That((architecture.Pictures is null) == (format is null), "of pictures and layers for them only one is there");
        Sound.That((architecture.Sequences is null) == (shape is null), "of sequences and layers for them only one is there");
        if (architecture.Dense is { } dense)
        {
            Sound.Same(dense.InputSize, architecture.InputSize, "the numbers of a row and those that the layers read");
            Sound.Size(dense.OutputSize, nameof(dense.OutputSize));
            Sound.That(dense is { Table: null, ReadsSparse: false }, "rows are no vectors of numbers");
            ArchitectureChecks.Dense(dense.HiddenSizes, dense.Dropout, nameof(dense.HiddenSizes));
        }
        if (architecture.Pictures is { } pictures)
        {
            ArchitectureChecks.Check(pictures, format!);
            Sound.Same(format!.Count, architecture.InputSize, "the numbers of a row and of a picture");
        }
        if (architecture.Sequences is { } sequences)
            Check(sequences, shape!, architecture.InputSize);
    }

    /// <summary>Checks layers that read sequences.</summary>
    /// <exception cref="FormatException">A number is out of its range, or does not fit another.</exception>
    public static void Check(RecurrentSequenceArchitecture sequences, SequenceShape shape, int inputSize)
    {
        ArchitectureChecks.Check(sequences.Encoder, shape);
        Sound.Size(sequences.AnswerSize, nameof(sequences.AnswerSize));
        Sound.Same(shape.Width, inputSize, "the numbers of a row and of a sequence");
    }

    /// <summary>Builds a network from a saved architecture.</summary>
    /// <exception cref="FormatException">Its layers do not fit together.</exception>
    public static TNetwork Rebuild<TNetwork>(Func<TNetwork> build)
    {
        try
        {
            return build();
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The model's layers do not fit together: {e.Message}", e);
        }
    }
}
