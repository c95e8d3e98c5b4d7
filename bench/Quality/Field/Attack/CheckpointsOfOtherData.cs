using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>A folder of checkpoints gives back no model of other data.</summary>
internal sealed class CheckpointsOfOtherData : IFieldCheck
{
    /// <inheritdoc/>
    public int Number => 1;

    /// <inheritdoc/>
    public string Fault => "a checkpoint folder gives back the model of other data";

    /// <inheritdoc/>
    public bool Holds()
    {
        var folder = Directory.CreateTempSubdirectory("nights");
        try
        {
            using (Fit(folder.FullName, reversed: false))
            {
            }
            Fit(folder.FullName, reversed: true).Dispose();
            return false;
        }
        catch (InvalidOperationException e)
        {
            return e.Message.Contains("the training rows differ", StringComparison.Ordinal)
                && !e.Message.Contains('\n') && e.Message.Length < 400;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static MultilayerPerceptronTransformer Fit(string folder, bool reversed)
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 500).Select(_ => new Row(random, reversed)).ToArray());
        return ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            Training = new TrainingOptions { Epochs = 5, CheckpointDirectory = folder },
        }).Fit(data);
    }

    private sealed class Row
    {
        public Row(Random random, bool reversed)
        {
            Features = [random.NextSingle(), random.NextSingle()];
            Label = Features[0] > Features[1] != reversed;
        }

        [VectorType(2)]
        public float[] Features { get; set; }

        public bool Label { get; set; }
    }
}
