using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>A disposed prediction engine leaves its model alive; a disposed model is dead.</summary>
internal sealed class EnginesAndModels : IFieldCheck
{
    /// <inheritdoc/>
    public int Number => 11;

    /// <inheritdoc/>
    public string Fault => "disposing a prediction engine kills the model";

    /// <inheritdoc/>
    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var data = SavedModel.Rows(ml);
        var model = Models.Perceptron(ml, data);
        for (var i = 0; i < 3; i++)
            using (var engine = ml.Model.CreatePredictionEngine<Input, Output>(model))
                if (!float.IsFinite(engine.Predict(new Input { Features = [0, 1, 0, 1] }).Score))
                    return false;
        model.Dispose();
        try
        {
            model.Transform(data);
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private sealed class Input
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Output
    {
        public float Score { get; set; }
    }
}
