namespace DeepML.Onnx;

/// <summary>A recurrent layer as the format has it.</summary>
/// <param name="Operation">RNN, GRU or LSTM.</param>
/// <param name="Hidden">Numbers of an answer.</param>
/// <param name="Weights">Of the input, of the answer before, and what is added.</param>
/// <param name="Attributes">What the operation is told besides.</param>
/// <param name="Peepholes">Weights of the cell at the gates; "" for none.</param>
/// <param name="IsCutOff">
/// Whether answers are cut off at -1 and 1, for which the format has no function, but for 0 and 1: it carries (h + 1) ÷ 2.
/// </param>
internal sealed record OnnxCell(
    string Operation, long Hidden, string[] Weights, (string Name, object Value)[] Attributes, string Peepholes = "", bool IsCutOff = false)
{
    /// <summary>Whether it carries a cell beside its answer.</summary>
    public bool HasCell => Operation == "LSTM";

    /// <summary>The state of which an answer is known: it, and a cell of zeros where there is one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="answer">(batch, hidden).</param>
    public string[] StateAt(OnnxGraph graph, string answer) =>
        HasCell ? [answer, graph.Node("Mul", [answer, graph.Number(0)])] : [answer];
}
