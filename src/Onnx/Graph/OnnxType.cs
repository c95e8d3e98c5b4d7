namespace DeepML.Onnx;

/// <summary>The type of a value's elements, by the number it has in the format.</summary>
internal enum OnnxType
{
    /// <summary>float32.</summary>
    Single = 1,

    /// <summary>Whole numbers of 32 bits.</summary>
    Int32 = 6,

    /// <summary>Whole numbers of 64 bits.</summary>
    Int64 = 7,

    /// <summary>Text.</summary>
    Text = 8,

    /// <summary>Yes or no.</summary>
    Boolean = 9,

    /// <summary>float64.</summary>
    Double = 11,

    /// <summary>Whole numbers from 0, of 32 bits: ML.NET's keys.</summary>
    UInt32 = 12,
}
