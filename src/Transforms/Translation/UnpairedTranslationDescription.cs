using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of two networks that undo each other beside their weights.</summary>
/// <param name="Columns">The columns of the way there.</param>
/// <param name="Architecture">Both networks.</param>
/// <param name="History">Of their training.</param>
internal sealed record UnpairedTranslationDescription(
    ImageTranslationColumns Columns, CycleArchitecture Architecture, TrainingHistory History) : IModelDescription<CycleNetwork>
{
    /// <summary>The way there by itself.</summary>
    public ImageTranslationDescription There => new(Columns, Architecture.There, History);

    /// <summary>The way back by itself.</summary>
    /// <param name="output">The pictures that are made.</param>
    /// <param name="input">The pictures that are given.</param>
    public ImageTranslationDescription Back(string output, string input) => new(
        Columns with
        {
            Output = output,
            Input = input,
            Format = Columns.Format with { Channels = Architecture.Back.Channels },
            MakesImages = Columns.MakesImages && Architecture.Back.OutputChannels is 1 or 3,
        }, Architecture.Back, History);

    /// <inheritdoc/>
    public void Check()
    {
        There.Check();
        Back(Columns.Output, Columns.Input).Check();
        Sound.Same(Architecture.There.OutputChannels, Architecture.Back.Channels, "the channels that go out and come back");
        Sound.Same(Architecture.Back.OutputChannels, Architecture.There.Channels, "the channels that come back and are given");
        Sound.That(Architecture.There.Task.Scale == 1 && Architecture.Back.Task.Scale == 1, "a way makes pictures of another size");
    }

    /// <inheritdoc/>
    public CycleNetwork CreateNetwork() => new(Architecture);
}
