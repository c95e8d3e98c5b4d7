using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Transforms.Tests.Translation;

/// <summary>A grey picture of 4 x 6.</summary>
internal sealed class Grey
{
    [VectorType(1, 4, 6)]
    public float[] Given { get; set; } = [];

    [VectorType(1, 4, 6)]
    public float[] Wanted { get; set; } = new float[24];

    [VectorType(1, 4, 6)]
    public float[] Hole { get; set; } = new float[24];
}

/// <summary>A grey picture of 5 x 7, which the strides do not allow.</summary>
internal sealed class Odd
{
    [VectorType(5, 7)]
    public float[] Given { get; set; } = [];
}

/// <summary>A coloured picture of 4 x 6.</summary>
internal sealed class Coloured
{
    [VectorType(3, 4, 6)]
    public float[] Given { get; set; } = [];
}

/// <summary>Numbers that do not say of which form they are.</summary>
internal sealed class Flat
{
    [VectorType(24)]
    public float[] Given { get; set; } = [];
}

/// <summary>A picture of bytes, or none.</summary>
internal sealed class Photo
{
    [ImageType(4, 6)]
    public MLImage? Given { get; set; }
}

/// <summary>What was made of a picture of bytes.</summary>
internal sealed class MadePhoto
{
    [ImageType(4, 6)]
    public MLImage? Made { get; set; }
}
