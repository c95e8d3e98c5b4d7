using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How like pictures are to their targets, picture by picture.</summary>
/// <param name="Decibels">Peak signal-to-noise ratio, (batch).</param>
/// <param name="Similarity">Structural similarity of the whole pictures, (batch).</param>
/// <param name="Absolute">Mean absolute difference, (batch).</param>
internal readonly record struct ImageLikeness(Tensor Decibels, Tensor Similarity, Tensor Absolute)
{
    /// <summary>Measures pictures. Called inside a dispose scope.</summary>
    /// <param name="made">(batch, channels, height, width).</param>
    /// <param name="example">Their targets, and the pixels that are measured.</param>
    public static ImageLikeness Of(Tensor made, ImageExample example) => new(
        PictureSimilarity.Decibels(PictureSimilarity.SquaredErrors(made, example.Target, example.Measured)),
        PictureSimilarity.Structural(made, example.Target),
        PictureSimilarity.AbsoluteErrors(made, example.Target, example.Measured));
}
