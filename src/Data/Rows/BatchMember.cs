namespace DeepML.Data;

/// <summary>What a tensor of a <see cref="TensorBatch"/> means to whoever learns from it.</summary>
internal enum BatchMember
{
    /// <summary>What the network reads, (batch, ...).</summary>
    Features,

    /// <summary>Steps of each sequence among the features, (batch), int64.</summary>
    Lengths,

    /// <summary>What the network should answer, (batch, ...).</summary>
    Targets,

    /// <summary>Steps of each sequence among the targets, (batch), int64.</summary>
    TargetLengths,

    /// <summary>What generated rows are asked to be, (batch, condition).</summary>
    Conditions,

    /// <summary>Whether a stream of text begins here, (stream), int64: 1 or 0.</summary>
    Begins,

    /// <summary>Who has rated, (batch), int64, from 0; -1 for a missing key.</summary>
    Users,

    /// <summary>What was rated, (batch), int64, from 0; -1 for a missing key.</summary>
    Items,

    /// <summary>How much each row counts, (batch), float32, at least 0.</summary>
    Weights,

    /// <summary>Which pixels of the features are missing, (batch, 1, height, width), float32, 1 or 0.</summary>
    Masks,

    /// <summary>Which domain a row is of, (batch), int64, from 0; -1 where that is not known.</summary>
    Domains,

    /// <summary>Whether the target is only the least that it can be, (batch), float32, 1 or 0.</summary>
    Censored,
}
