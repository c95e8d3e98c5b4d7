using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a machine with a past beside its weights.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Architecture">Sizes and units.</param>
/// <param name="Passes">Passes of a prediction.</param>
/// <param name="History">Of the training.</param>
internal sealed record ConditionalRbmDescription(
    ConditionalRbmColumns Columns, ConditionalRbmArchitecture Architecture, int Passes, TrainingHistory History)
    : IModelDescription<ConditionalRbmNetwork>
{
    /// <summary>Most passes of a prediction.</summary>
    public const int MostPasses = 10_000;

    /// <summary>Most frames of a past.</summary>
    public const int MostFrames = 10_000;

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture.Machine);
        Sound.InRange(Architecture.PastFrames, 1, MostFrames, nameof(Architecture.PastFrames));
        Sound.Product("the numbers of a row", Architecture.PastFrames + 1, Architecture.FrameSize);
        Sound.That(!Architecture.Machine.LearnsVariances, "variances are learned, which a machine with a past does not");
        Sound.InRange(Passes, 1, MostPasses, nameof(Passes));
    }

    /// <inheritdoc/>
    public ConditionalRbmNetwork CreateNetwork() => new(Architecture);
}

/// <summary>The columns of a machine with a past.</summary>
/// <param name="Output">Hidden means of the last frame.</param>
/// <param name="Input">The frames of each row.</param>
/// <param name="NextFrame">The frame that follows; null for none.</param>
/// <param name="FreeEnergy">Free energy of the last frame; null for none.</param>
internal sealed record ConditionalRbmColumns(string Output, string Input, string? NextFrame, string? FreeEnergy)
{
    /// <summary>The columns a fitted machine adds, each with what makes it; a frame's size may be any before the data are seen.</summary>
    public IReadOnlyList<ScoredOutput<ConditionalRbmPass>> Outputs(int hiddenSize, int frameSize)
    {
        var columns = new List<ScoredOutput<ConditionalRbmPass>> { new(new VectorOutput(Output, hiddenSize), pass => pass.HiddenMean) };
        if (NextFrame is not null)
            columns.Add(new(new VectorOutput(NextFrame, frameSize), pass => pass.Next));
        if (FreeEnergy is not null)
            columns.Add(new(new ScalarOutput(FreeEnergy), pass => pass.FreeEnergy));
        return columns;
    }
}
