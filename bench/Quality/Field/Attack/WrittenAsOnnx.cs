using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>ML.NET's ONNX converter refuses a chain with a network by name, and converts one without.</summary>
internal sealed class WrittenAsOnnx : IFieldCheck
{
    public int Number => 10;

    public string Fault => "ConvertToOnnx writes an empty graph for a chain with a model of ours";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var data = SavedModel.Rows(ml, 100);
        var normalizer = ml.Transforms.NormalizeMinMax("Features").Fit(data);
        using var network = Models.Perceptron(ml, data);
        using var stream = new MemoryStream();
        ml.Model.ConvertToOnnx(normalizer, data, stream);
        var written = stream.Length;
        try
        {
            ml.Model.ConvertToOnnx(normalizer.Append(network), data, stream);
            return false;
        }
        catch (NotSupportedException error)
        {
            return written > 100 && stream.Length == written
                && error.Message.Contains(nameof(MultilayerPerceptronTransformer)) && error.Message.Contains("ml.Model.Save");
        }
    }
}
