using DeepML.CommandLine.Inspection;
using Microsoft.ML;

namespace DeepML.CommandLine.Commands;

/// <summary>Writes a model as ONNX.</summary>
internal static class OnnxCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="session">Where it writes to.</param>
    /// <param name="model">Path of the model.</param>
    /// <param name="output">Path of the ONNX file.</param>
    /// <param name="outputs">Names of the columns to write; empty for all.</param>
    /// <returns>How the process ends.</returns>
    public static int Run(Session session, string model, string output, IReadOnlyCollection<string> outputs)
    {
        var ml = session.Context();
        var loaded = ModelFile.Load(ml, model);
        var options = new OnnxExportOptions { Outputs = outputs.Count > 0 ? outputs : null };
        Session.WriteWhole(output, path =>
        {
            using var stream = File.Create(path);
            ml.Model.ExportToOnnx(loaded.Model, loaded.Schema, stream, options);
        });
        session.Out.WriteLine(FormattableString.Invariant($"{new FileInfo(output).Length} bytes: {output}"));
        return ExitCodes.Done;
    }
}
