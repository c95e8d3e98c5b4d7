using DeepML.Data;
using DeepML.Networks;

namespace DeepML;

/// <summary>
/// Colours for grey pictures, learned from coloured ones, whose colours are taken away in training (Iizuka et al., SIGGRAPH 2016). The
/// brightness of each pixel is kept where its colour can be shown.
/// </summary>
public sealed record ColorizeImageOptions : ImageTranslationOptions
{
    /// <summary>A U-Net that knows what the whole picture shows: a colour seldom follows from what lies around a pixel.</summary>
    public ColorizeImageOptions() => Generator = new UNetGenerator { GlobalFeatures = true };

    internal override ImageTask TaskFor(ImageFormat input, ImageFormat? target, Func<ImageBase> chooseBase) => new ColorizationTask();

    internal override void Check(ImageFormat input, string column)
    {
        if (input.Channels != 3)
            throw new ArgumentException(
                $"Column '{column}' holds {input}; colours are learned from pictures of 3 channels (grey ones may be scored).");
    }
}
