using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// What is done to all gradients of a step before the optimizer sees them: to plain ones over their memory, to the others in lists,
/// which on a GPU is a kernel or two for all of them, and one number to wait for.
/// </summary>
/// <param name="gradients">Of the step in progress; null where the batch has not reached a parameter.</param>
/// <param name="memory">Says which parameters are plain.</param>
internal sealed class GradientLists(Tensor?[] gradients, OptimizerMemory memory)
{
    /// <summary>Whether a parameter's gradient is float32 in the processor's memory, in a row, as the parameter is.</summary>
    public bool IsPlain(int index, Tensor gradient) => memory.IsPlain(index) && gradient.is_contiguous();

    /// <summary>g ← g ÷ divisor.</summary>
    public void Divide(double divisor)
    {
        foreach (var (_, gradient) in Plain())
            GradientPass.Divide(gradient, divisor);
        foreach (var list in Lists())
            ListOperations.Run("divide", TensorsOf(list), Numbers.Kept(divisor));
    }

    /// <summary>g ← factor · g.</summary>
    public void Multiply(double factor)
    {
        foreach (var (_, gradient) in Plain())
            GradientPass.Multiply(gradient, factor);
        foreach (var list in Lists())
            ListOperations.Run("multiply", TensorsOf(list), Numbers.Kept(factor));
    }

    /// <summary>g ← g + factor · sign(w).</summary>
    /// <param name="factor">At least 0.</param>
    /// <param name="weightsOf">The weights that a parameter's gradient is of; called in a dispose scope.</param>
    public void AddSigns(double factor, Func<int, Tensor> weightsOf)
    {
        using var scope = NewDisposeScope();
        foreach (var (index, gradient) in Plain())
            GradientPass.AddSigns(gradient, weightsOf(index), factor);
        foreach (var list in Lists())
            ListOperations.Run(
                "add_signs", TensorsOf(list), list.Select(member => weightsOf(member.Index)).ToArray(), Numbers.Kept(factor));
    }

    /// <summary>Each gradient's sum of squares, in double precision; NaN where there is no gradient.</summary>
    public double[] Squares()
    {
        var squares = new double[gradients.Length];
        Array.Fill(squares, double.NaN);
        foreach (var (index, gradient) in Plain())
            squares[index] = GradientPass.SumOfSquares(gradient);
        foreach (var list in Lists())
            foreach (var (member, square) in list.Zip(ListOperations.Squares(TensorsOf(list))))
                squares[member.Index] = square;
        return squares;
    }

    /// <summary>Shortens all gradients together to a length, as torch's clip_grad_norm_.</summary>
    public void Clip(double longest)
    {
        var squares = Squares();
        var length = Math.Sqrt(Present().Sum(member => squares[member.Index]));
        var factor = longest / (length + 1e-6); // torch's small number against a division by zero
        if (!(factor >= 1)) // what is not a number is seen in the weights
            Multiply(factor);
    }

    private IEnumerable<(int Index, Tensor Gradient)> Plain() => Present().Where(member => IsPlain(member.Index, member.Gradient));

    private IEnumerable<List<(int Index, Tensor Gradient)>> Lists() =>
        TensorLists.Of(
            Present().Where(member => !IsPlain(member.Index, member.Gradient)), member => TensorLists.PlaceOf(member.Gradient),
            member => member.Gradient).Select(list => list.Members);

    private IEnumerable<(int Index, Tensor Gradient)> Present()
    {
        for (var i = 0; i < gradients.Length; i++)
            if (gradients[i] is { } gradient)
                yield return (i, gradient);
    }

    private static Tensor[] TensorsOf(List<(int Index, Tensor Gradient)> list) => [.. list.Select(member => member.Gradient)];
}
