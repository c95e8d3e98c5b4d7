using DeepML.Onnx.Format;

namespace DeepML.Onnx;

/// <summary>The versions that are written: those of ML.NET's own converter, so that its graphs and ours can be one.</summary>
internal static class OnnxFormat
{
    /// <summary>Version of the file format.</summary>
    public const long Version = 6;

    /// <summary>Most bytes of a model: what protobuf can hold.</summary>
    public const long MostBytes = int.MaxValue;

    /// <summary>The operations of networks.</summary>
    public static Opset Operations => new() { Version = 12 };

    /// <summary>The operations of classic machine learning.</summary>
    public static Opset ClassicOperations => new() { Domain = "ai.onnx.ml", Version = 2 };
}
