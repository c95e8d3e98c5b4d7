namespace DeepML;

/// <summary>What a recurrent layer computes at each step.</summary>
public enum RecurrentCell
{
    /// <summary>Long short-term memory: input, forget and output gates around a cell (Hochreiter and Schmidhuber, Neural Computation 9, 1997; Gers et al. 2000).</summary>
    Lstm,

    /// <summary>Gated recurrent unit: reset and update gates (Cho et al., arXiv:1406.1078).</summary>
    Gru,

    /// <summary>hₜ = tanh(W x + U hₜ₋₁ + b) (Elman, Cognitive Science 14, 1990).</summary>
    Tanh,

    /// <summary>hₜ = max(0, W x + U hₜ₋₁ + b) (Le et al., arXiv:1504.00941).</summary>
    ReLU,

    /// <summary>An LSTM whose gates also see the cell (Gers et al., J. Mach. Learn. Res. 3, 2002).</summary>
    PeepholeLstm,

    /// <summary>No recurrence: causal convolutions over three steps, 1, 2, 4, … apart, layer by layer (Waibel et al. 1989; van den Oord et al., arXiv:1609.03499).</summary>
    TimeDelay,
}
