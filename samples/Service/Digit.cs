using Microsoft.ML.Data;

namespace DeepML.Service;

/// <summary>A row that comes in: 64 grey levels of 0 to 16, row after row.</summary>
internal sealed class Digit
{
    public const int Side = 8;
    public const int Darkest = 16;

    [LoadColumn(0, (Side * Side) - 1), VectorType(Side * Side)]
    public float[] Pixels { get; set; } = [];

    [LoadColumn(Side * Side)]
    public float Label { get; set; }
}
